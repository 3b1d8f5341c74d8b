FROM gcc:12-bookworm
COPY . /usr/src/caesar
WORKDIR /usr/src/caesar
RUN gcc -Iinclude -o caesar src/main.c src/caesar.c
ENTRYPOINT ["./caesar"]
CMD ["13", "hello"]
