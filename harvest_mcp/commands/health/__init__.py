"""What the verb `doctor` looks at: a file for each part of what must be well, each giving its checks."""
