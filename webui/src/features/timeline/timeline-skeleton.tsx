export function TimelineSkeleton() {
  return (
    <div role="status" aria-label="Loading the timeline" className="column flex-1 py-6">
      <div className="skeleton h-12 w-full" />
      {['w-11/12', 'w-4/5', 'w-2/3', 'w-1/3', 'w-3/4'].map((width) => (
        <div key={width} className={`skeleton mt-4 h-3.5 ${width}`} />
      ))}
    </div>
  );
}
