import { emptyParty, type Party } from '../../shared/invoice/party.ts';
import { partyProblems } from '../../shared/invoice/party-problems.ts';

/**
 * What is wrong with one field of a seller or a buyer as typed, in words; null when nothing is. `whose` begins the
 * message: "Your", "The client's".
 */
export function partyProblem(field: keyof Party, text: string, whose: string): string | null {
  return partyProblems({ ...emptyParty, [field]: text }, whose, [])[0]?.message ?? null;
}
