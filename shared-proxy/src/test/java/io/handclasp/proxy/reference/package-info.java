@NullMarked
package io.handclasp.proxy.reference;

import org.jspecify.annotations.NullMarked;
