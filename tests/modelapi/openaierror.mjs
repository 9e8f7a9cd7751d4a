// An error as OpenAI's APIs word it.

const Types = { 400: 'invalid_request_error', 401: 'invalid_request_error', 404: 'invalid_request_error', 429: 'rate_limit_error' };
const Codes = { 401: 'invalid_api_key', 429: 'rate_limit_exceeded' };

export const openAiError = (status, message, type) =>
  ({ error: { message, type: type ?? Types[status] ?? 'server_error', param: null, code: type ?? Codes[status] ?? null } });
