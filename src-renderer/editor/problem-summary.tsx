import type { Ref } from 'react';
import type { Problem } from '../../shared/result.ts';
import { Notice } from '../components/notice.tsx';
import { inputAt, pathText } from './field-problems.ts';

/** What is missing before the invoice can be issued, each with the way to its field. */
export function ProblemSummary({ problems, ref }: { problems: readonly Problem[]; ref: Ref<HTMLDivElement> }) {
  if (problems.length === 0) return <div ref={ref} tabIndex={-1} />;
  const [first, ...rest] = problems;
  return (
    <div ref={ref} tabIndex={-1}>
      <Notice
        tone="problem"
        title={
          rest.length === 0 ? 'One thing before it can be issued' : `${problems.length} things before it can be issued`
        }
      >
        <ul className="problem-list">
          {[first, ...rest].slice(0, 8).map((problem) =>
            problem ? (
              <li key={`${problem.code} ${pathText(problem.path ?? [])}`}>
                <button type="button" className="link-button" onClick={() => goTo(problem)}>
                  {problem.message}
                </button>
              </li>
            ) : null,
          )}
          {problems.length > 8 ? <li>and {problems.length - 8} more</li> : null}
        </ul>
      </Notice>
    </div>
  );
}

function goTo(problem: Problem): void {
  if (problem.path?.[0] === 'seller') location.hash = '#/settings/profile';
  else if (problem.path) inputAt(problem.path)?.focus();
}
