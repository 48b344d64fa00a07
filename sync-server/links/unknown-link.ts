import { refuse } from '../refusal.ts';

/** The refusal (404) of a link that is not here. */
export function unknownLink() {
  return refuse(404, 'link.unknown', 'There is no such link here. Check that the address was copied whole.');
}
