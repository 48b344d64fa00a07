/**
 * The `Content-Security-Policy` header under which the payment page works: its own scripts and styles, calls to its own
 * relay, and wallet icons as data URIs (EIP-6963 requires those). No inline code, no eval, no frames.
 *
 * The page frames nothing and may be framed by nobody: a payment button under somebody else's overlay is a theft.
 */
export const paymentPagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
