import { Link } from 'wouter';
import type { Suggestion } from '../../shared/app-api/inbox-view.ts';
import { Button } from '../components/button.tsx';
import { formatMinor } from '../format/format-money.ts';

interface SuggestionListProps {
  suggestions: readonly Suggestion[];
  isOff: boolean;
  onAssign: (suggestion: Suggestion) => void;
}

/** The invoices that a transfer may belong to, likeliest first, each with its reasons and one click to assign. */
export function SuggestionList({ suggestions, isOff, onAssign }: SuggestionListProps) {
  if (suggestions.length === 0)
    return (
      <p className="muted no-suggestion">Nothing here speaks for any invoice. Choose one yourself, or leave it.</p>
    );
  return (
    <section aria-labelledby="suggestions-head">
      <h3 id="suggestions-head" className="suggestions-head">
        It may belong to
      </h3>
      <ol className="suggestions">
        {suggestions.map((suggestion, index) => (
          <li key={suggestion.invoiceId} className="suggestion">
            <div className="suggestion-text">
              <span className="suggestion-head">
                <Link href={`/invoices/${suggestion.invoiceId}`}>{suggestion.number}</Link>
                <span dir="auto">{suggestion.buyerName}</span>
              </span>
              <span className="muted">still asks for {formatMinor(suggestion.remaining, suggestion.currency)}</span>
              <ul className="reasons">
                {suggestion.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </div>
            <Button
              look={index === 0 ? 'primary' : 'plain'}
              disabled={isOff}
              aria-label={`Assign to ${suggestion.number}`}
              onClick={() => onAssign(suggestion)}
            >
              Assign
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}
