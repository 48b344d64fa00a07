import { InvalidArgumentError } from 'commander';

/** Reads an option's whole or fractional number of seconds, 0 to a day. */
export function parseSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= 86_400)) throw new InvalidArgumentError('Write a number of seconds, such as 30.');
  return seconds;
}

/** Reads an option's whole number from `least` (0 unless said otherwise) to `most`. */
export function parseCount(most: number, least = 0): (text: string) => number {
  const range = least === 0 ? `up to ${most}` : `from ${least} to ${most}`;
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(count >= least && count <= most)) throw new InvalidArgumentError(`Write a whole number ${range}.`);
    return count;
  };
}
