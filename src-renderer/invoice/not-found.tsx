import { FileX2 } from 'lucide-react';
import { Link } from 'wouter';
import { EmptyState } from '../components/empty-state.tsx';
import { Page } from '../components/page.tsx';

/** Stands where an invoice is no more. */
export function NotFound() {
  return (
    <Page title="Not here">
      <EmptyState
        icon={<FileX2 size={28} />}
        title="This invoice is not here"
        action={
          <Link href="/invoices" className="button button-plain button-medium">
            All invoices
          </Link>
        }
      >
        It was deleted, or it has not reached this device yet.
      </EmptyState>
    </Page>
  );
}
