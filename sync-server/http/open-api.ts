import { z } from 'zod';
import { relayProblemSchema } from '../../shared/relay-api/common.ts';
import { streamPath } from '../../shared/relay-api/feed.ts';
import { linkStreamPath } from '../../shared/relay-api/links.ts';
import type { Operation } from '../../shared/relay-api/operation.ts';
import { relayApi } from '../../shared/relay-api/relay-api.ts';

type Json = Record<string, unknown>;

/** Generates the OpenAPI 3.1 document from the contract, so it cannot say anything else than what is served. */
export function buildOpenApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries<Operation>(relayApi)) {
    const path = toTemplate(operation.path);
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(name, operation) };
  }
  paths[streamPath] = { get: describeStream('streamAccount', "An account's signals", 'session', []) };
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  paths[toTemplate(linkStreamPath)] = { get: describeStream('streamLink', "A link's live state", 'public', [id]) };
  return {
    openapi: '3.1.0',
    info: { title: 'Quittance relay', version, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer', description: 'The token of POST /v1/sessions' } },
      schemas: { Problem: toSchema(relayProblemSchema, 'output') },
    },
  };
}

function describe(operationId: string, operation: Operation): Json {
  const parameters = [...toParameters(operation.params, 'path'), ...toParameters(operation.query, 'query')];
  const body = toSchema(operation.body, 'input');
  const hasBody = Object.keys((body.properties as Json | undefined) ?? {}).length > 0;
  return {
    operationId,
    summary: operation.summary,
    security: operation.auth === 'session' ? [{ session: [] }] : [],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: toSchema(operation.response, 'output') } } },
      default: problemResponse,
    },
  };
}

function describeStream(
  operationId: string,
  summary: string,
  auth: Operation['auth'],
  parameters: readonly Json[],
): Json {
  return {
    operationId,
    summary,
    security: auth === 'session' ? [{ session: [] }] : [],
    parameters,
    responses: {
      200: { description: 'Server-sent events', content: { 'text/event-stream': {} } },
      default: problemResponse,
    },
  };
}

const problemResponse = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function toParameters(schema: z.ZodType, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = toSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return json;
}

function toTemplate(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
