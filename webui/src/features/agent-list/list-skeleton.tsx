const widths = ['w-40', 'w-28', 'w-48', 'w-32', 'w-36'];

export function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading agents" className="px-4 py-3">
      {widths.map((width) => (
        <div key={width} className="py-3 lg:py-2">
          <div className={`skeleton h-3.5 ${width}`} />
          <div className="skeleton mt-2 h-3 w-full max-w-64" />
        </div>
      ))}
    </div>
  );
}
