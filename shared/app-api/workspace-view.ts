import { z } from 'zod';
import { chainStateSchema } from '../relay-api/links.ts';

/** The whole app's state, for banners and the first-run gate. */
export const workspaceViewSchema = z.object({
  /** `absent`: first run; `locked`: a passphrase is needed; `ready`. */
  state: z.enum(['absent', 'locked', 'ready']),
  name: z.string(),
  phraseConfirmed: z.boolean(),
  practice: z.boolean(),
  deviceName: z.string(),
  deviceSeries: z.string(),
  signingFingerprint: z.string().nullable(),
  relay: z.object({
    origin: z.string().nullable(),
    /** `offline` is calm: work goes on and the queue waits. `refused` needs a person. */
    status: z.enum(['none', 'connecting', 'online', 'offline', 'refused']),
    detail: z.string(),
    lastOnlineAt: z.iso.datetime().nullable(),
  }),
  /** Documents and jobs that wait for the relay. */
  queued: z.int(),
  failedJobs: z.int(),
  /** Documents of other devices that would not open here, and documents of this one that the relay would not take. */
  quarantined: z.int(),
  refused: z.int(),
  /** Transfers in the inbox that wait for a decision. */
  unmatched: z.int(),
  chains: z.array(chainStateSchema),
  practiceWallet: z.string().nullable(),
  mailInboxUrl: z.string().nullable(),
  version: z.string(),
});
/** The whole app's state, as every screen sees it. */
export type WorkspaceView = z.infer<typeof workspaceViewSchema>;
