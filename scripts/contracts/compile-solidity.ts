import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Abi, Hex } from 'viem';
import { z } from 'zod';

/** One compiled contract: its ABI and its creation bytecode (constructor arguments not appended). */
export interface ContractArtifact {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

/** A contract as it lies on chain: the code, and where in it (in bytes) its immutable values are to be written. */
export interface RuntimeCode {
  readonly code: Hex;
  readonly immutables: readonly { readonly start: number; readonly length: number }[];
}

/** What the compiler makes of one contract. */
export interface CompiledContract extends ContractArtifact {
  readonly runtime: RuntimeCode;
}

const code = z.string().regex(/^[0-9a-f]+$/);
const compilerOutput = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          abi: z.custom<Abi>((value) => Array.isArray(value)),
          evm: z.object({
            // Interfaces and libraries from elsewhere have none.
            bytecode: z.object({ object: code.or(z.literal('')) }),
            deployedBytecode: z.object({
              object: code.or(z.literal('')),
              immutableReferences: z
                .record(z.string(), z.array(z.object({ start: z.number(), length: z.number() })))
                .default({}),
            }),
          }),
        }),
      ),
    )
    .default({}),
});

/**
 * Compiles every contract of a folder, keyed by contract name in alphabetical order. Imports are resolved in the folder
 * and in node_modules. `paris` runs on every EVM chain (no PUSH0, no MCOPY). The same sources and compiler version give
 * the same bytes: the metadata hash is left out.
 * @throws Error with the compiler's messages when a source does not compile without a warning.
 */
export function compileSolidity(folder: string, evmVersion: 'paris' | 'cancun'): Record<string, CompiledContract> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sol'))
    .sort();
  const sources = Object.fromEntries(
    files.map((file) => [file, { content: readFileSync(path.join(folder, file), 'utf8') }]),
  );
  const output = compilerOutput.parse(
    JSON.parse(compileStandardJson(JSON.stringify(standardInput(sources, evmVersion)))),
  );
  if (output.errors.length > 0) throw new Error(output.errors.map((error) => error.formattedMessage).join('\n'));
  const contracts = files.flatMap((file) => Object.entries(output.contracts[file] ?? {}));
  return Object.fromEntries(
    contracts
      .map(([name, { abi, evm }]): [string, CompiledContract] => [
        name,
        {
          abi,
          bytecode: `0x${evm.bytecode.object}`,
          runtime: {
            code: `0x${evm.deployedBytecode.object}`,
            immutables: Object.values(evm.deployedBytecode.immutableReferences).flat(),
          },
        },
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The compiler's standard JSON input. */
function standardInput(sources: Record<string, { content: string }>, evmVersion: string): object {
  return {
    language: 'Solidity',
    sources,
    settings: {
      evmVersion,
      optimizer: { enabled: true, runs: 200 },
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: {
        '*': {
          '*': [
            'abi',
            'evm.bytecode.object',
            'evm.deployedBytecode.object',
            'evm.deployedBytecode.immutableReferences',
          ],
        },
      },
    },
  };
}

type ReadImport = (path: string) => { readonly contents: string } | { readonly error: string };
type Compile = (input: string, callbacks: { readonly import: ReadImport }) => string;

/** solc is CommonJS without usable types for ESM: required by hand and checked. */
function compileStandardJson(input: string): string {
  const solc: unknown = createRequire(import.meta.url)('solc');
  const { compile } = z.object({ compile: z.custom<Compile>((value) => typeof value === 'function') }).parse(solc);
  return compile(input, { import: readLibrary });
}

function readLibrary(file: string): ReturnType<ReadImport> {
  try {
    return { contents: readFileSync(fileURLToPath(import.meta.resolve(file)), 'utf8') };
  } catch (error) {
    return { error: String(error) };
  }
}
