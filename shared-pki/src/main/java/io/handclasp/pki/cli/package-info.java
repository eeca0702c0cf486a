/**
 * The {@code pki} command: each step of the walkthrough, and what keeps a PKI healthy afterwards.
 */
@NullMarked
package io.handclasp.pki.cli;

import org.jspecify.annotations.NullMarked;
