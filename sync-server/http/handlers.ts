import type { z } from 'zod';
import { tokensOn } from '../../shared/money/token.ts';
import type { RelayApi, RelayOperationName } from '../../shared/relay-api/relay-api.ts';
import { ok } from '../../shared/result.ts';
import { createChallenge, createSession } from '../accounts/sign-in.ts';
import { listSessions, revokeSession, type Caller } from '../accounts/sessions.ts';
import { listEvents } from '../events/list-events.ts';
import { pullFeed } from '../feed/pull-feed.ts';
import { pushFeed } from '../feed/push-feed.ts';
import type { RefusedTokens } from '../ledger/follow-chain.ts';
import { putAssignment } from '../ledger/put-assignment.ts';
import { putLink } from '../links/put-link.ts';
import { patchLink } from '../links/patch-link.ts';
import { readChainStates } from '../links/read-chain-states.ts';
import { getLink, getLinkPdf } from '../links/read-link.ts';
import { createMail, getMail, retryMail } from '../mail/create-mail.ts';
import type { Answer } from '../refusal.ts';
import type { RelayContext } from '../relay-context.ts';

/**
 * A checked call. `caller` may be read only where the operation asks for a session; elsewhere reading it
 * is a bug and throws.
 */
export interface Call<Name extends RelayOperationName> {
  readonly params: z.output<RelayApi[Name]['params']>;
  readonly query: z.output<RelayApi[Name]['query']>;
  readonly body: z.output<RelayApi[Name]['body']>;
  readonly caller: Caller;
  /** Of the client, for limits. */
  readonly address: string;
}

/** One handler for each operation of the contract. */
export type Handlers = {
  readonly [Name in RelayOperationName]: (call: Call<Name>) => Promise<Answer<z.input<RelayApi[Name]['response']>>>;
};

/** Joins the contract's operations to what the relay does. */
export function createHandlers(context: RelayContext, refusedTokens: RefusedTokens): Handlers {
  return {
    createChallenge: async ({ body }) => ok(await createChallenge(context, body.accountKey)),
    createSession: ({ body, address }) => createSession(context, body, address),
    listSessions: async ({ caller }) => ok(await listSessions(context, caller)),
    revokeSession: async ({ caller, params }) => ok(await revokeSession(context, caller, params.id)),
    pushFeed: async ({ caller, body }) => ok(await pushFeed(context, caller, body.rows)),
    pullFeed: async ({ caller, query }) => ok(await pullFeed(context, caller.account, query)),
    putLink: ({ caller, params, body }) => putLink(context, caller, params.id, body),
    patchLink: ({ caller, params, body }) => patchLink(context, caller, params.id, body),
    putAssignment: ({ caller, body }) => putAssignment(context, caller, body),
    getLink: ({ params }) => getLink(context, params.id),
    getLinkPdf: ({ params }) => getLinkPdf(context, params.id),
    createMail: ({ caller, body }) => createMail(context, caller, body),
    getMail: ({ caller, params }) => getMail(context, caller, params.id),
    retryMail: ({ caller, params }) => retryMail(context, caller, params.id),
    listEvents: async ({ caller, query }) => ok(await listEvents(context, caller.account, query)),
    listChains: async () => ok(await listChains(context, refusedTokens)),
  };
}

async function listChains(context: RelayContext, refusedTokens: RefusedTokens) {
  const tokens = [...context.config.rpc.keys()].flatMap((chainId) => {
    const refused = new Set(refusedTokens.get(chainId)?.map((token) => token.address.toLowerCase()));
    return tokensOn(chainId).filter((token) => !refused.has(token.address.toLowerCase()));
  });
  return {
    chains: await readChainStates(context),
    tokens: tokens.map(({ chainId, address, symbol, decimals }) => ({ chainId, address, symbol, decimals })),
    practice: context.config.practice,
  };
}
