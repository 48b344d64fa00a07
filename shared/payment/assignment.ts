import { fail, ok, type Problem, type Result } from '../result.ts';

/** A part of a transfer that its owner credits to an invoice; `units` are base units of the transfer's token. */
export interface PartOfTransfer {
  readonly invoiceId: string;
  readonly units: string;
}

/**
 * Why a transfer cannot be divided so: `exceeds-transfer` where the parts come to more than it holds, `nothing` where a
 * part is of no units, `twice` where two parts name one invoice.
 */
export type AssignmentProblemCode = 'assignment.exceeds-transfer' | 'assignment.nothing' | 'assignment.twice';

/**
 * Checks that a transfer can be divided so: each part more than nothing, each invoice once, and all together
 * no more than the transfer holds. What is left over stays unassigned. No parts at all are allowed: the
 * transfer then pays nothing.
 */
export function checkParts(
  units: bigint,
  parts: readonly PartOfTransfer[],
): Result<bigint, Problem & { readonly code: AssignmentProblemCode }> {
  const invoices = new Set<string>();
  let sum = 0n;
  for (const [at, part] of parts.entries()) {
    const path = ['parts', at];
    if (BigInt(part.units) === 0n)
      return fail('assignment.nothing', 'A part of nothing pays nothing. Give an amount or leave the invoice out.', {
        path: [...path, 'units'],
      });
    if (invoices.has(part.invoiceId))
      return fail('assignment.twice', 'One invoice is named twice. Put its parts together.', {
        path: [...path, 'invoiceId'],
      });
    invoices.add(part.invoiceId);
    sum += BigInt(part.units);
  }
  if (sum <= units) return ok(sum);
  return fail('assignment.exceeds-transfer', 'The parts come to more than the transfer holds. Lower one of them.', {
    path: ['parts'],
  });
}
