/** The papers after payment that go by email. */
export const papers = ['receipt', 'correction', 'credit-note'] as const;
/** Which of the papers an email carries. */
export type PaperKind = (typeof papers)[number];

/** How each is called in an invoice's history. */
export const paperWords: Readonly<Record<PaperKind, string>> = {
  receipt: 'receipt',
  correction: 'correction of the receipt',
  'credit-note': 'credit note',
};

/** The id of an email, which says what it carries. `own`: hex that makes it one, at most 48 digits. */
export function paperMailId(kind: PaperKind, own: string): string {
  return `${kind}-${own}`;
}

/** What an email carries, by its id; null for an invoice's own email. */
export function paperOfMail(id: string): PaperKind | null {
  return papers.find((kind) => id.startsWith(`${kind}-`)) ?? null;
}
