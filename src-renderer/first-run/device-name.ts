/** A name for this device that its owner will recognise in a list: the system it runs. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const system = [
    ['Windows', 'Windows computer'],
    ['Macintosh', 'Mac'],
    ['Linux', 'Linux computer'],
  ].find(([mark]) => agent.includes(mark ?? ''));
  return system?.[1] ?? 'Computer';
}
