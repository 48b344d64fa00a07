import { emptyParty } from '../../../shared/invoice/party.ts';
import { chainOf } from '../../../shared/money/chain.ts';
import { tokenKey, tokens } from '../../../shared/money/token.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { PracticeWorld } from '../engine-options.ts';

/**
 * Settings before anybody changed them. In practice mode the practice chain's tokens are accepted and checked on its
 * own endpoint; otherwise every token that its issuer itself redeems on a live chain.
 */
export function defaultSettings(practice: PracticeWorld | null): Settings {
  const accepted = tokens.filter(({ chainId, kind }) =>
    practice ? chainId === practice.chainId : !chainOf(chainId).testnet && kind === 'native',
  );
  return {
    seller: emptyParty,
    logo: null,
    wallet: '',
    accept: accepted.map(({ chainId, address }) => tokenKey(chainId, address)),
    currency: 'USD',
    dueDays: 14,
    notes: '',
    terms: '',
    numberPrefix: 'INV',
    monitorDays: 60,
    emailMode: 'pdf',
    relayOrigin: '',
    rpcEndpoints: practice ? { [String(practice.chainId)]: [practice.rpcUrl] } : {},
    receiving: { mode: 'shared', xpub: '' },
    tolerance: { absolute: '', percent: '' },
    assumeExactAmount: true,
    confirmations: {},
    sendReceipts: true,
  };
}
