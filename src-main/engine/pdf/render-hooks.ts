import { createRequire } from 'node:module';
import type { CachedFonts } from './font-cache.ts';
import { drawLine, drawRule, type DrawnDocument, type DrawnLine, type Rule } from './draw-line.ts';
import { expectMethod } from './expect-method.ts';
import { visualLine } from './visual-line.ts';

/** pdfmake's renderer, as far as it is taught here. */
interface Renderer {
  readonly pdfDocument: DrawnDocument & { registerFont(name: string, source: Uint8Array): void };
  renderPages(pages: unknown): void;
  renderLine(line: Writable<DrawnLine>, x: number, y: number): void;
  renderVector(vector: Vector): void;
}

type Vector = ({ readonly type: 'line'; readonly dash?: unknown } & Rule) | { readonly type: 'rect' };
type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Teaches pdfmake's renderer what it cannot be told: finished lines are put in visual order (see
 * `visualLine`) and written tersely (see `drawLine`), and text in an SVG logo finds the document's fonts,
 * which pdfkit would look for as files.
 *
 * @throws Error where pdfmake has no such methods to replace.
 */
export function installRenderHooks(handles: CachedFonts['handles']): void {
  const module = createRequire(import.meta.url)('pdfmake/js/Renderer.js') as { default: { prototype: Renderer } };
  const renderer = module.default.prototype;
  expectMethod(renderer, 'renderPages', 1);
  expectMethod(renderer, 'renderLine', 3);
  expectMethod(renderer, 'renderVector', 1);
  const { renderPages, renderVector } = renderer;
  renderer.renderLine = function renderVisualLine(line, x, y) {
    // The line may be drawn again, as the heading of another page: its words are replaced, never changed.
    line.inlines = visualLine(line.inlines);
    drawLine(this.pdfDocument, line, x, y);
  };
  renderer.renderVector = function renderVectorOrRule(vector) {
    if (vector.type === 'line' && !vector.dash) drawRule(this.pdfDocument, vector);
    else renderVector.call(this, vector);
  };
  renderer.renderPages = function renderPagesWithFonts(pages) {
    for (const { name, bytes } of handles) this.pdfDocument.registerFont(name, bytes);
    renderPages.call(this, pages);
  };
}
