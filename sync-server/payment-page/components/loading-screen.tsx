/** @jsxImportSource preact */

/** The page while the invoice is fetched and opened, and while the relay does not answer. */
export function LoadingScreen({ attempts, onRetry }: { readonly attempts: number; readonly onRetry: () => void }) {
  return (
    <main class="lone">
      <div class="card lone-card">
        <span class="spinner" aria-hidden="true" />
        <h1>{attempts === 0 ? 'Opening the invoice' : 'Waiting for the server'}</h1>
        <p role="status">
          {attempts === 0
            ? 'It is decrypted and checked here, in your browser.'
            : 'The server that keeps this invoice does not answer at the moment. This page tries again by itself; nothing is lost.'}
        </p>
        {attempts === 0 ? null : (
          <button type="button" class="button" onClick={onRetry}>
            Try now
          </button>
        )}
      </div>
    </main>
  );
}
