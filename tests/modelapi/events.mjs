// Server-sent events on the wire: some APIs name each event by its type, others send data only.

export const unnamed = (event) => `data: ${JSON.stringify(event)}\n\n`;
export const named = (event) => `event: ${event.type}\n${unnamed(event)}`;
