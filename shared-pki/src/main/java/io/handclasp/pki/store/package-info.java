/**
 * Reads and writes key stores, trust stores and PEM files, with the JDK alone: what keytool and
 * openssl made and what {@code io.handclasp.pki.issue} makes. The format is found by content, never
 * by file name. Passwords come through {@link io.handclasp.pki.store.PasswordSource}.
 */
@NullMarked
package io.handclasp.pki.store;

import org.jspecify.annotations.NullMarked;
