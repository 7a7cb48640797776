import { config } from 'zod/mini';

// Imported for this alone, by every script that reads with schemas: the page's policy allows no code made from strings, and zod would
// try. Walls read without schemas and do not load them.
config({ jitless: true });
