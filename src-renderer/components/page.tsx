import { useEffect, useRef, type ReactNode } from 'react';

interface PageProps {
  /** The page's heading, and its name in the window's title. */
  title: string;
  /** What stands in place of the plain heading text. */
  heading?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** `fill`: the page takes the whole height and scrolls inside. */
  fit?: 'scroll' | 'fill';
  className?: string;
}

/** One screen: names the window and takes the focus when it comes, so that a screen reader starts at its heading. */
export function Page({ title, heading, actions, children, fit = 'scroll', className = '' }: PageProps) {
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
        <h1 ref={head} tabIndex={-1} className="page-title">
          {heading ?? title}
        </h1>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {children}
    </main>
  );
}
