import { useCallback, useMemo, useState } from 'react';
import type { Problem } from '../../shared/result.ts';
import { pathText, shownProblems, type FieldProblems } from './field-problems.ts';

/**
 * Keeps which fields the person has left, and says of each what is to be shown of a draft's problems. It is the very same
 * object while that is the same: every field is drawn anew when it changes.
 */
export function useFieldProblemsShown(problems: readonly Problem[], isAttempted: boolean): FieldProblems {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const touch = useCallback<FieldProblems['touch']>((path) => {
    const text = pathText(path);
    setTouched((old) => (old.has(text) ? old : new Set([...old, text])));
  }, []);
  const text = useMemo(
    () => JSON.stringify([...shownProblems(problems, touched, isAttempted)]),
    [problems, touched, isAttempted],
  );
  return useMemo(() => {
    const shown = new Map(JSON.parse(text) as [path: string, message: string][]);
    return { isClear: shown.size === 0, at: (path) => shown.get(pathText(path)) ?? null, touch };
  }, [text, touch]);
}
