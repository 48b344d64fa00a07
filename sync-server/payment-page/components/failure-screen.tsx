/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks';
import type { Failure } from '../state/page-state.ts';
import { failureWords } from '../state/failure-words.ts';
import { Icon } from './icons.tsx';

/** The page when there is no invoice to show: what happened and what to do, and nothing that could be paid. */
export function FailureScreen({ failure, detail }: { readonly failure: Failure; readonly detail: string }) {
  const { title, explanation, advice, alarming } = failureWords(failure);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    heading.current?.focus();
  }, [title]);
  return (
    <main class="lone">
      <div class={`card lone-card ${alarming ? 'lone-bad' : ''}`}>
        <span class="lone-icon">
          <Icon name={alarming ? 'warning' : 'info'} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{explanation}</p>
        <p class="lone-advice">{advice}</p>
        {alarming || failure.startsWith('key-') || failure === 'wrong-key' ? null : (
          <button type="button" class="button" onClick={() => location.reload()}>
            Try again
          </button>
        )}
        {detail ? <p class="fine">{detail}</p> : null}
      </div>
    </main>
  );
}
