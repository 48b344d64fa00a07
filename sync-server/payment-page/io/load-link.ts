import { signatureFingerprint, verifyCanonical } from '../../../shared/sealing/canonical-signature.ts';
import { fromBase64url } from '../../../shared/sealing/base64url.ts';
import { openLink } from '../../../shared/sealing/link-envelope.ts';
import { checkPayable } from '../state/check-payable.ts';
import type { LinkAddress } from '../state/link-address.ts';
import type { Failure, PageEvent } from '../state/page-state.ts';
import { readSignedInvoice } from '../state/read-signed-invoice.ts';
import { loadPracticeWallet } from './load-practice-wallet.ts';
import { fetchLink, type LinkAnswer } from './relay-calls.ts';

/**
 * Fetches a link, opens it with the key of its address, and checks the signature and that the amounts asked for are
 * those of the invoice. Resolves with what happened to the page; never rejects.
 */
export async function loadLink(address: LinkAddress): Promise<PageEvent> {
  const answer = await fetchLink(address.id);
  switch (answer.kind) {
    case 'unreachable':
      return { type: 'unreachable' };
    case 'not-found':
      return failed('not-found');
    case 'refused':
      return failed('relay-refused', answer.detail);
    case 'answered': {
      const event = openAnswer(address, answer.value);
      // Waited for, so that the wallet is in the list when the page first shows it.
      if (event.type === 'opened' && answer.value.practice) await loadPracticeWallet();
      return event;
    }
  }
}

function openAnswer(address: LinkAddress, answer: LinkAnswer): PageEvent {
  const envelope = fromBase64url(answer.sealedInvoice);
  if (!envelope) return failed('tampered');
  const opened = openLink(envelope, address.id, address.key, 'invoice');
  if (!opened.ok) return failed(failureOf(opened.problem.code));
  const signed = readSignedInvoice(new TextDecoder().decode(opened.value));
  if (!signed) return failed('not-understood');
  if (!verifyCanonical(signed.payable, 'payable-invoice', signed.signature)) return failed('bad-signature');
  if (!checkPayable(signed.payable)) return failed('inconsistent');
  const fingerprint = signatureFingerprint(signed.signature.publicKey);
  const { id, key } = address;
  return {
    type: 'opened',
    link: { id, key, signed, fingerprint, practice: answer.practice },
    live: answer.live,
  };
}

function failureOf(code: string): Failure {
  switch (code) {
    case 'link.key-incomplete':
      return 'key-cut';
    case 'link.wrong-key':
      return 'wrong-key';
    case 'link.unknown-version':
      return 'not-understood';
    default:
      return 'tampered';
  }
}

function failed(failure: Failure, detail = ''): PageEvent {
  return { type: 'failed', failure, detail };
}
