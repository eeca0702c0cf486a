package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.ResponseHead;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** The client's end of a stream: sends a request, hears the response. */
public abstract non-sealed class ClientStream extends Http2Stream {
  boolean answersHead;
  @Nullable AsciiString upgrade;
  boolean headSeen;

  /** Not opened yet: {@link ClientConnection#open} does. */
  protected ClientStream() {}

  /** A 1xx head. */
  protected abstract void onInformational(ResponseHead head);

  @Override
  final boolean isEndTold() {
    return remoteEnded || discarding;
  }

  /**
   * The head of the response; an upgrade that was granted is told as 101.
   *
   * @param last true where no body follows
   */
  protected abstract void onHead(ResponseHead head, boolean last);
}
