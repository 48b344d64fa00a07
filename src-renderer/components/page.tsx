import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';

interface PageProps {
  /** The page's heading, and its name in the window's title. */
  title: string;
  /** What stands in place of the plain heading text. */
  heading?: ReactNode;
  actions?: ReactNode;
  /** The way up, before the heading. */
  back?: { href: string; label: string };
  children: ReactNode;
  /** `fill`: the page takes the whole height and scrolls inside. */
  fit?: 'scroll' | 'fill';
  className?: string;
}

/** One screen: names the window and takes the focus when it comes, so that a screen reader starts at its heading. */
export function Page({ title, heading, actions, back, children, fit = 'scroll', className = '' }: PageProps) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Quittance`;
  }, [title]);
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="main" className={`page page-${fit} ${className}`}>
      <header className="page-head">
        {back ? (
          <Link
            href={back.href}
            className="button button-quiet button-medium icon-button page-back"
            aria-label={back.label}
            title={back.label}
          >
            <ArrowLeft size={18} aria-hidden="true" />
          </Link>
        ) : null}
        <h1 ref={head} tabIndex={-1} className="page-title">
          {heading ?? title}
        </h1>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {children}
    </main>
  );
}
