from workbook.checking import serving

server = serving("server.py", "init_app")
