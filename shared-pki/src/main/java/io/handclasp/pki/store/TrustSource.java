package io.handclasp.pki.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the trusted certificates are read from. PKCS12, JKS, JCEKS or PEM: found by content.
 *
 * @param file the trust store or PEM bundle
 * @param password opens the store; null where it has none
 */
public record TrustSource(Path file, @Nullable PasswordSource password) {}
