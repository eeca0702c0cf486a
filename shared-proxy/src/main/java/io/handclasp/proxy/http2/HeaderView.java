package io.handclasp.proxy.http2;

import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Iterator;

/**
 * What Netty's HPACK wants to be given, without the map behind it: it only ever adds (unpacking) or
 * iterates (packing), which is what subclasses offer. All else throws.
 */
abstract class HeaderView extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers {

  @Override
  public final Iterator<CharSequence> valueIterator(CharSequence name) {
    throw new UnsupportedOperationException("valueIterator");
  }

  @Override
  public final boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
    throw new UnsupportedOperationException("contains");
  }

  @Override
  public final Http2Headers method(CharSequence value) {
    throw new UnsupportedOperationException("method");
  }

  @Override
  public final Http2Headers scheme(CharSequence value) {
    throw new UnsupportedOperationException("scheme");
  }

  @Override
  public final Http2Headers authority(CharSequence value) {
    throw new UnsupportedOperationException("authority");
  }

  @Override
  public final Http2Headers path(CharSequence value) {
    throw new UnsupportedOperationException("path");
  }

  @Override
  public final Http2Headers status(CharSequence value) {
    throw new UnsupportedOperationException("status");
  }

  @Override
  public final CharSequence method() {
    throw new UnsupportedOperationException("method");
  }

  @Override
  public final CharSequence scheme() {
    throw new UnsupportedOperationException("scheme");
  }

  @Override
  public final CharSequence authority() {
    throw new UnsupportedOperationException("authority");
  }

  @Override
  public final CharSequence path() {
    throw new UnsupportedOperationException("path");
  }

  @Override
  public final CharSequence status() {
    throw new UnsupportedOperationException("status");
  }
}
