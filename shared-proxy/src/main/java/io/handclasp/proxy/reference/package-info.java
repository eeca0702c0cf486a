/**
 * The configuration reference, made of what the reader asks for: tables for {@code
 * docs/configuration.md} and a JSON Schema for editors. Only the meaning of a key is written by
 * hand, in {@code meanings.txt}.
 */
@NullMarked
package io.handclasp.proxy.reference;

import org.jspecify.annotations.NullMarked;
