package io.handclasp.proxy.config;

import java.nio.file.Path;

/**
 * Where handshake records are kept.
 *
 * @param file the JSON Lines file; older ones stand beside it with a number
 * @param maxBytes size at which a new file is begun
 * @param keep how many older files are kept
 */
public record JournalConfig(Path file, long maxBytes, int keep) {}
