import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';

/** Catches a bug in what it holds and offers a reload. Nothing is lost: the engine holds every saved draft. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <main className="crash" role="alert">
        <h1>Something broke on this screen</h1>
        <p>Your invoices are safe: they are kept by the engine, not by this window. Reload to go on.</p>
        <Button look="primary" onClick={() => location.reload()}>
          Reload
        </Button>
        <p className="problem-code">{this.state.error.message}</p>
      </main>
    );
  }
}
