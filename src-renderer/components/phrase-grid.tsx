/** The 24 words of a recovery phrase, numbered, to be read down or across. */
export function PhraseGrid({ phrase }: { phrase: string }) {
  return (
    <ol className="phrase-grid" aria-label="Recovery phrase">
      {phrase.split(' ').map((word, index) => (
        // A phrase can hold a word twice; its place is its identity.
        <li key={`${index}-${word}`}>
          <span className="phrase-place" aria-hidden="true">
            {index + 1}
          </span>
          <span className="phrase-word">{word}</span>
        </li>
      ))}
    </ol>
  );
}
