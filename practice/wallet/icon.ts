const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4b3a83"/><rect x="7" y="10" width="18" height="13" rx="3" fill="none" stroke="#fff" stroke-width="2"/><path d="M7 14h18" stroke="#fff" stroke-width="2"/><circle cx="21" cy="18.5" r="1.5" fill="#fff"/></svg>`;

/** The practice wallet's icon as the data URI that EIP-6963 asks for. */
export const practiceWalletIcon = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
