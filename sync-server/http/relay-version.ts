/** The relay's version, as `/status` and the OpenAPI document tell it. */
export const relayVersion = '0.1.0';
