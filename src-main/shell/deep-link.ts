/**
 * The screen that a `quittance://` address means, as a path of the app; null for anything else. Any web page can call
 * these addresses, so they only ever show something: none of them changes, sends or pays.
 *
 * `quittance://invoices`, `quittance://invoices/<id>`, `quittance://contacts`, `quittance://settings`.
 */
export function parseDeepLink(text: string): string | null {
  const match = /^quittance:\/\/(invoices|contacts|settings)(?:\/([0-9a-z]{1,64}))?\/?$/.exec(text);
  if (!match) return null;
  const [, screen = '', id] = match;
  if (id === undefined) return `/${screen}`;
  return screen === 'invoices' ? `/invoices/${id}` : null;
}

/** The first deep link among a process's arguments: how Windows and Linux hand one to an app. */
export function deepLinkOf(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const path = parseDeepLink(argument);
    if (path !== null) return path;
  }
  return null;
}
