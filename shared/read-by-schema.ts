import type { z } from 'zod';
import { issueWords } from './issue-words.ts';

/** One thing that does not fit a schema. */
export interface Misfit {
  /** The field at fault, in the input's own terms; of a field that there is not, its own name. */
  readonly path: readonly (string | number)[];
  /** What is wrong and what is needed, without the field's name and without a full stop. */
  readonly words: string;
  /** The words with the field's name before them: "line 1, unit price: text is needed, not the number 12.5". */
  readonly sentence: string;
}

/**
 * Reads input from outside by a schema: its value, or all that does not fit it, the first first, in words that a person
 * can be shown. Every place that tells what is wrong with an input reads by this, so that none shows zod's own words.
 */
export function readBySchema<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
):
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly misfits: readonly [Misfit, ...Misfit[]] } {
  const parsed = schema.safeParse(input, { error: issueWords });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [first, ...rest] = parsed.error.issues.map(toMisfit);
  if (first === undefined) throw new Error('a schema refused its input without an issue');
  return { ok: false, misfits: [first, ...rest] };
}

function toMisfit(issue: z.core.$ZodIssue): Misfit {
  const at = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const words = issue.message;
  const name = fieldName(at);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return { path: [...at, ...unknown], words, sentence: name === '' ? words : `${name}: ${words}` };
}

/** A field as a person calls it: `['lines', 0, 'unitPrice']` is "line 1, unit price". */
function fieldName(path: Misfit['path']): string {
  const names: string[] = [];
  for (const part of path) {
    if (typeof part === 'string') names.push(spaced(part));
    else names.push(`${names.pop()?.replace(/s$/, '') ?? 'entry'} ${part + 1}`);
  }
  return names.join(', ');
}

/** `unitPrice` as "unit price"; a setting's `RPC_8453` and what else holds no such words stay as they are. */
function spaced(name: string): string {
  return /^[a-z]+(?:[A-Z][a-z]*)+$/.test(name) ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : name;
}
