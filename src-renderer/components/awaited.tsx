import { CircleAlert } from 'lucide-react';
import type { Problem } from '../../shared/result.ts';
import { EmptyState } from './empty-state.tsx';
import { SlowSpinner } from './spinner.tsx';

/** Stands where a live query has given nothing yet: it is under way, or why it cannot be read. */
export function Awaited({ label, problem }: { label: string; problem: Problem | null }) {
  if (!problem) return <SlowSpinner label={label} />;
  return (
    <EmptyState icon={<CircleAlert size={28} />} title="This cannot be shown">
      {problem.message}
    </EmptyState>
  );
}
