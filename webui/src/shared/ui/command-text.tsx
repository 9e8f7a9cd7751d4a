/**
 * A command that breaks between its words only: "make -j8" never ends in a lone hyphen. What is copied is what
 * was written; a word too long for the line still breaks.
 */
export function CommandText({ text }: { text: string }) {
  return text.split(/(\s+)/).map((part, index) =>
    index % 2 === 1 || part === '' ? (
      part
    ) : (
      <span key={index} className="inline-block max-w-full">
        {part}
      </span>
    ),
  );
}
