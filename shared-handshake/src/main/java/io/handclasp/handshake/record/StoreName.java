package io.handclasp.handshake.record;

import org.jspecify.annotations.Nullable;

/**
 * A key or trust store as a command is to name it.
 *
 * @param file as the proxy was told, relative to its working directory where it was told so
 * @param password where its password is, {@code file:PATH} or {@code env:NAME}; null where it has
 *     to be typed. Never the password itself.
 */
public record StoreName(String file, @Nullable String password) {}
