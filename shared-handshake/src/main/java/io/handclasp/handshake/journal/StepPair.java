package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.Step;

/**
 * The same message, as the client and as the server told it.
 *
 * @param client from the client's record
 * @param server from the server's
 */
record StepPair(Step client, Step server) {}
