package io.handclasp.proxy.server;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that send one request after the other until they are told to stop: half of them GET, the
 * others POST. Where a front cannot be reached they take the next, as any client with two addresses
 * does.
 */
final class Load implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final Semaphore answered = new Semaphore(0);
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  Load(int clients, boolean posts, int... ports) {
    for (int i = 0; i < clients; i++) {
      boolean post = posts && i % 2 == 1;
      Thread thread = new Thread(() -> run(post, ports), "load-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  long sent() {
    return sent.get();
  }

  /** Returns once so many more requests were answered. */
  void awaitMore(int requests) throws InterruptedException {
    answered.drainPermits();
    answered.acquire(requests);
  }

  /** Ends the clients, and says what went wrong. */
  List<String> end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    ended = true;
  }

  private void run(boolean post, int... ports) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    int turn = 0;
    while (!ended) {
      try {
        String expected = post ? "POST 3" : "GET 0";
        HttpResponse<String> answer = send(client, post, ports[turn % ports.length]);
        if (answer.statusCode() != 200 || !answer.body().equals(expected)) {
          fail(answer.statusCode() + " " + answer.body());
        }
        sent.incrementAndGet();
        answered.release();
      } catch (ConnectException e) {
        turn++;
        if (ports.length == 1) {
          fail(e.toString());
        }
      } catch (Exception e) {
        fail(e.toString());
      }
    }
  }

  /** Whoever waits for answers need not wait any longer. */
  private void fail(String how) {
    failures.add(how);
    answered.release(1_000);
  }

  private static HttpResponse<String> send(HttpClient client, boolean post, int port)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(20));
    if (post) {
      request.POST(HttpRequest.BodyPublishers.ofString("abc"));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
