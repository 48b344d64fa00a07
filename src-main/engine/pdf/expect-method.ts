/**
 * Makes sure that a library still has the undocumented method that is about to be replaced or leant on. Without this,
 * another version would leave the replacement uncalled, and nobody would notice.
 *
 * @throws Error where the object has no such method, or one of another number of parameters.
 */
export function expectMethod(owner: object, name: string, parameters: number): void {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method === 'function' && method.length === parameters) return;
  const found = typeof method === 'function' ? `one of ${method.length} parameters` : 'none';
  throw new Error(
    `This version of pdfmake or fontkit cannot be used: its method "${name}" of ${parameters} parameters is ${found}. ` +
      'Install the version that docs/decisions/0002-libraries.md names.',
  );
}
