import type { Failure } from './page-state.ts';

/** What a failed page says: what happened, and what the reader can do. */
export interface FailureWords {
  readonly title: string;
  readonly explanation: string;
  readonly advice: string;
  /** True where somebody may be trying something: said in a firmer tone. */
  readonly alarming: boolean;
}

const words: Readonly<Record<Failure, FailureWords>> = {
  'not-found': {
    title: 'No invoice at this address',
    explanation: 'The link may be incomplete or mistyped, or the seller has withdrawn it.',
    advice: 'Open the link from the original message again, or ask the seller for a new one.',
    alarming: false,
  },
  'key-missing': {
    title: 'The link is not complete',
    explanation:
      'The last part of the link, after the # sign, is the key that opens this invoice. It is missing. Some apps cut it off when a link is copied.',
    advice: 'Copy the whole link from the original message, or ask the seller to send it again.',
    alarming: false,
  },
  'key-cut': {
    title: 'The link is not complete',
    explanation:
      'A part of the link after the # sign is missing or changed. Some apps cut long links or add a character.',
    advice: 'Copy the whole link from the original message, or ask the seller to send it again. Nothing is lost.',
    alarming: false,
  },
  'wrong-key': {
    title: 'This key does not open the invoice',
    explanation: 'The part of the link after the # sign is whole, but it belongs to another invoice.',
    advice: 'Copy the whole link from the original message, or ask the seller to send it again. Nothing is lost.',
    alarming: false,
  },
  tampered: {
    title: 'This invoice was altered on its way',
    explanation:
      'What this server sent is not what the seller sealed, so it is not shown and nothing here can be paid.',
    advice:
      'Do not pay to an address that you got from this page before. Tell the seller, and ask for the PDF directly.',
    alarming: true,
  },
  'bad-signature': {
    title: 'The seller’s signature does not hold',
    explanation:
      'The invoice opened, but its contents are not what the seller signed. It is not shown, because its amount or payment address may be false.',
    advice: 'Do not pay. Tell the seller in a way that you trust, such as a phone number that you already had.',
    alarming: true,
  },
  inconsistent: {
    title: 'The amounts do not agree',
    explanation:
      'The seller signed this invoice, but the amount that it asks for in tokens is not the amount of the invoice. It is not shown, so that nobody pays a wrong sum.',
    advice: 'Do not pay. Tell the seller, and ask for a corrected invoice.',
    alarming: true,
  },
  'not-understood': {
    title: 'This page cannot read the invoice',
    explanation: 'The invoice was made in a form that this version of the page does not know.',
    advice: 'Reload the page. If that does not help, ask the seller for the PDF.',
    alarming: false,
  },
  'relay-refused': {
    title: 'The invoice could not be fetched',
    explanation: 'The server answered, but not with the invoice.',
    advice: 'Try again in a few minutes. If that does not help, ask the seller for the PDF.',
    alarming: false,
  },
};

/** The words for a failure. */
export function failureWords(failure: Failure): FailureWords {
  return words[failure];
}
