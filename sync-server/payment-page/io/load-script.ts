/** Loads a script of the page's own origin; false when it did not come within `patience` milliseconds. */
export function loadScript(path: string, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = path;
    script.addEventListener('load', () => resolve(true));
    script.addEventListener('error', () => resolve(false));
    setTimeout(() => resolve(false), patience);
    document.head.append(script);
  });
}
