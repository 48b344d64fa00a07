import { createContext, use } from 'react';
import type { Problem } from '../../shared/result.ts';

type Path = readonly (string | number)[];

/** Which problems are shown, and where: a field's own only once it was left, all of them once issuing was tried. */
export interface FieldProblems {
  /** Nothing is wrong that would be shown anywhere: nearly always, and five hundred lines need not ask one by one. */
  readonly isClear: boolean;
  /** What is wrong with the field at this path, in words, if it is time to say so. */
  at(path: Path): string | null;
  /** Says that the person has left the field. */
  touch(path: Path): void;
}

/** The editor's problems, for every field below it. */
export const FieldProblemsContext = createContext<FieldProblems>({ isClear: true, at: () => null, touch: () => {} });

/** The problems of the editor around. */
export function useFieldProblems(): FieldProblems {
  return use(FieldProblemsContext);
}

/** A path as text: `lines.3.unitPrice`. */
export function pathText(path: Path): string {
  return path.join('.');
}

/** The id of the input at a path, so that a problem can lead to it. */
export function fieldId(path: Path): string {
  return `field-${path.join('-')}`;
}

/**
 * The input at a path; for the lines as a whole that is the first line's description, where the short form is shown.
 */
export function inputAt(path: Path): HTMLElement | null {
  return document.getElementById(fieldId(path)) ?? document.getElementById(fieldId([...path, 0, 'description']));
}

/** The problems to show: those at touched paths, or all once issuing was attempted; the first at a path wins. */
export function shownProblems(
  problems: readonly Problem[],
  touched: ReadonlySet<string>,
  isAttempted: boolean,
): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  for (const problem of problems) {
    const path = pathText(problem.path ?? []);
    if (!shown.has(path) && (isAttempted || touched.has(path))) shown.set(path, problem.message);
  }
  return shown;
}
