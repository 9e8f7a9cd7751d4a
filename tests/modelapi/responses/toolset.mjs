// The tools that a Responses request offers: in its own list, or, from newer models on, in an item of the input and grouped by namespace.

const flat = (tools) => tools.flatMap((tool) => (tool.type === 'namespace' ? flat(tool.tools) : tool));

export function toolsOf({ tools = [], input }) {
  const items = Array.isArray(input) ? input.filter((item) => item.type === 'additional_tools') : [];
  return flat([...tools, ...items.flatMap((item) => item.tools)]);
}

// Whether a tool takes a text of its own grammar instead of JSON.
export const isCustom = (request, name) => toolsOf(request).some((tool) => tool.type === 'custom' && tool.name === name);
