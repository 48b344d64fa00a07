import { useState } from 'react';

/** A remedy that asks for something first, and what it is about where that is not the invoice alone. */
export type Remedy =
  | { readonly kind: 'refund' | 'outside' | 'credit' | 'write-off' | 'receipt' }
  | { readonly kind: 'credit-note'; readonly id: string; readonly number: string };

/** The dialog of remedies: what it shows stays as it was while it closes. */
export interface RemedyDialogState {
  readonly remedy: Remedy;
  readonly isOpen: boolean;
  open(remedy: Remedy): void;
  close(): void;
}

/** Which remedy is being asked about. */
export function useRemedyDialog(): RemedyDialogState {
  const [remedy, setRemedy] = useState<Remedy>({ kind: 'refund' });
  const [isOpen, setOpen] = useState(false);
  return {
    remedy,
    isOpen,
    open(next) {
      setRemedy(next);
      setOpen(true);
    },
    close: () => setOpen(false),
  };
}
