package io.handclasp.pki.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link Identity} is read from. PKCS12, JKS, JCEKS or PEM: found by content.
 *
 * @param file the key store, or the PEM file with the chain (and the key, if {@code keyFile} is
 *     null)
 * @param keyFile the PEM file with the private key, where it stands alone
 * @param password opens the store; null where it has none
 * @param keyPassword opens the key; null means the same as {@code password}
 * @param alias which key of several; null where there is only one
 */
public record IdentitySource(
    Path file,
    @Nullable Path keyFile,
    @Nullable PasswordSource password,
    @Nullable PasswordSource keyPassword,
    @Nullable String alias) {}
