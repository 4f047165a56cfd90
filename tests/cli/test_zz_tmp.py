import sys; sys.path.insert(0,'/work/main/tests/cli')
from test_chat_terminal import *
def test_x(spawn):
    child = spawn()
    ready(child)
    child.send("Who led the Midchester inspection of 2019?\r"); print(repr(ready(child)))
    child.send("/op")
    child.expect("/open")
    child.send("\t")
    child.expect("/open")
    child.send(" 1\r")
    print('-----'); print(repr(ready(child))); print('----'); 
    import time; time.sleep(1); print(repr(ready(child)))
